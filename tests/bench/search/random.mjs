// Chance that repeats: the same key gives the same choices on every machine.

/** A source of choices for a key (any text). */
export function chance(key) {
  // FNV-1a spreads the key, mulberry32 draws from it.
  let state = 2166136261;
  for (const byte of new TextEncoder().encode(key)) state = Math.imul(state ^ byte, 16777619) >>> 0;
  const draw = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const below = count => Math.floor(draw() * count);
  return {
    /** A whole number from 0 to `count` - 1. */
    below,
    /** A whole number from `first` to `last`, both included. */
    between: (first, last) => first + below(last - first + 1),
    /** One of a list. */
    oneOf: list => list[below(list.length)],
    /** A list in another order. */
    shuffled: list => {
      const mixed = [...list];
      for (let at = mixed.length - 1; at > 0; at--) {
        const other = below(at + 1);
        [mixed[at], mixed[other]] = [mixed[other], mixed[at]];
      }
      return mixed;
    },
  };
}
