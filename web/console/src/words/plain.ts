/** Words of strangers (a name, the title of a page) for use inside our own sentences: without what turns round or hides what follows. */
const TURNING = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

export const plain = (words: string | null): string =>
  (words ?? '')
    .replace(TURNING, '')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
