/** A rectangle of the window, in CSS px. */
export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** Where a card stands: its box, the side of the figure that it is on, and how far along that side its pointer is. */
export interface CardPlace extends Box {
  side: 'right' | 'left' | 'below' | 'above';
  pointer: number;
}

/**
 * Finds the place of a card beside its figure: on the side where most of it is seen, the first of those that show it
 * all, inside the window and clear of the figure. `wanted` is the size that it has with room enough.
 */
export function placeCard(figure: Box, wanted: { width: number; height: number }, window: { width: number; height: number }): CardPlace {
  const [margin, gap, corner] = [12, 14, 18];
  const right = figure.left + figure.width;
  const bottom = figure.top + figure.height;
  const wide = { left: margin, right: window.width - margin };
  const high = { top: margin, bottom: window.height - margin };
  const rooms = [
    { side: 'right', ...wide, ...high, left: right + gap },
    { side: 'left', ...wide, ...high, right: figure.left - gap },
    { side: 'below', ...wide, ...high, top: bottom + gap },
    { side: 'above', ...wide, ...high, bottom: figure.top - gap },
  ] as const;
  const seen = ({ left, right, top, bottom }: (typeof rooms)[number]) =>
    Math.min(1, Math.max(0, right - left) / wanted.width) * Math.min(1, Math.max(0, bottom - top) / wanted.height);
  const room = rooms.reduce((best, each) => (seen(each) > seen(best) + 0.001 ? each : best));
  const within = (least: number, value: number, most: number) => Math.max(least, Math.min(value, most));
  const width = Math.max(0, Math.min(wanted.width, room.right - room.left));
  const height = Math.max(0, Math.min(wanted.height, room.bottom - room.top));
  const middle = { x: figure.left + figure.width / 2, y: figure.top + figure.height / 2 };
  const beside = room.side === 'right' || room.side === 'left';
  const left = room.side === 'left' ? room.right - width : within(room.left, beside ? room.left : middle.x - width / 2, room.right - width);
  const top =
    room.side === 'above' ? room.bottom - height : within(room.top, beside ? middle.y - height / 2 : room.top, room.bottom - height);
  const pointer = beside ? within(corner, middle.y - top, height - corner) : within(corner, middle.x - left, width - corner);
  return { left, top, width, height, side: room.side, pointer };
}
