const PREFIX = '#/c/';

/** The open chat in the address, so that a phone's back gesture leads back to the list. */
export function createPlace(view: Window, onPlace: (chat: string | null) => void) {
  const current = (): string | null => {
    const { hash } = view.location;
    return hash.startsWith(PREFIX) ? decodeURIComponent(hash.slice(PREFIX.length)) : null;
  };
  const changed = (): void => onPlace(current());
  view.addEventListener('hashchange', changed);
  return {
    current,
    go(chat: string): void {
      view.location.hash = `${PREFIX}${encodeURIComponent(chat)}`;
    },
    /** Instead of the present place, not after it. */
    begin(chat: string | null): void {
      if (chat === null) return;
      view.history.replaceState(null, '', `${PREFIX}${encodeURIComponent(chat)}`);
      changed();
    },
    leave(): void {
      view.history.replaceState(null, '', view.location.pathname);
      changed();
    },
    stop: (): void => view.removeEventListener('hashchange', changed),
  };
}
