const HOLD_MS = 450;
const SLIP_PX = 10;

/** A finger held still. A moved one scrolls, a second one zooms. */
export function createHold(onHold: (x: number, y: number) => void) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let from = { x: 0, y: 0 };
  const end = (): void => clearTimeout(timer);
  return {
    down(event: PointerEvent): void {
      end();
      if (event.pointerType === 'mouse' || !event.isPrimary) return;
      from = { x: event.clientX, y: event.clientY };
      timer = setTimeout(() => onHold(from.x, from.y), HOLD_MS);
    },
    move(event: PointerEvent): void {
      if (Math.hypot(event.clientX - from.x, event.clientY - from.y) > SLIP_PX) end();
    },
    end,
  };
}
