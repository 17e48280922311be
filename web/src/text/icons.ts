/** Drawn on a 24-unit grid with a round pen. */
export const icons = {
  back: 'M15 5l-7 7 7 7',
  close: 'M6 6l12 12M18 6L6 18',
  search: 'M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM20 20l-4-4',
  members:
    'M9 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM2.5 20.5c.5-3.6 3.1-6 6.5-6s6 2.4 6.5 6M16 4.2a3.6 3.6 0 0 1 0 6.6M18 15c2 .8 3.2 2.7 3.5 5.5',
  image:
    'M4.5 5h15a1.5 1.5 0 0 1 1.5 1.5v11a1.5 1.5 0 0 1-1.5 1.5h-15A1.5 1.5 0 0 1 3 17.5v-11A1.5 1.5 0 0 1 4.5 5zM3.5 17l5-5 4 4 3-3 5 5M15.5 9.5h.01',
  file: 'M13 3H7a2 2 0 0 0-2 2v14a2 2 0 0 0 2 2h10a2 2 0 0 0 2-2V9zM13 3v6h6',
  at: 'M16 12a4 4 0 1 1-8 0 4 4 0 0 1 8 0zM16 8v5.5a2.5 2.5 0 0 0 5 0V12a9 9 0 1 0-3.5 7.1',
  send: 'M4 12l16-8-6 17-3-7z',
  reply: 'M9 7l-5 5 5 5M4 12h9a7 7 0 0 1 7 7',
  copy: 'M9 9h10v12H9zM5 15V3h10',
  edit: 'M4 20l1-5L16 4l4 4L9 19zM14 6l4 4',
  recall: 'M4 9h10a6 6 0 0 1 0 12H8M4 9l4-4M4 9l4 4',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  down: 'M12 5v14M6 13l6 6 6-6',
  alert: 'M12 8v5M12 16.5h.01M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z',
  retry: 'M20 11a8 8 0 1 0-2 6M20 5v6h-6',
  save: 'M12 4v11M7 11l5 5 5-5M5 20h14',
  leave: 'M14 4H6v16h8M10 12h11M17 8l4 4-4 4',
  tab: 'M14 4h6v6M20 4l-9 9M18 14v6H4V6h6',
  lock: 'M6 11h12v9H6zM9 11V8a3 3 0 0 1 6 0v3',
  spark: 'M12 3l2 6 6 2-6 2-2 6-2-6-6-2 6-2z',
  chat: 'M4 6a2 2 0 0 1 2-2h12a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2h-7l-5 4v-4a2 2 0 0 1-2-2z',
} as const;
export type IconName = keyof typeof icons;
