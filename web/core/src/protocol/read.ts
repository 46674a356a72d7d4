/** Reading what came from outside: a reader either gives the type it promises or throws `BadFrame`. Readers are put together by shape. */

export class BadFrame extends Error {}

export type Reader<T> = (value: unknown) => T;
export type Raw = { readonly [field: string]: unknown };
type Shaped<S> = { readonly [K in keyof S]: S[K] extends Reader<infer T> ? T : never };

export const object: Reader<Raw> = (value) => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new BadFrame();
  return value as Raw;
};

/** An object with at least these fields; others are ignored. */
export const shape =
  <S extends Record<string, Reader<unknown>>>(fields: S): Reader<Shaped<S>> =>
  (value) => {
    const raw = object(value);
    const read: Record<string, unknown> = {};
    for (const field of Object.keys(fields)) read[field] = fields[field]?.(raw[field]);
    return read as Shaped<S>;
  };

export const text: Reader<string> = (value) => {
  if (typeof value !== 'string') throw new BadFrame();
  return value;
};

export const integer: Reader<number> = (value) => {
  if (!Number.isSafeInteger(value)) throw new BadFrame();
  return value as number;
};

export const flag: Reader<boolean> = (value) => value === true;

/** A name, or an object with one; empty is none. */
export const name: Reader<string | null> = (value) => {
  const found = typeof value === 'object' && value !== null ? (value as Raw).name : value;
  return typeof found === 'string' && found !== '' ? found : null;
};

/** null for what is absent. */
export const maybe =
  <T>(read: Reader<T>): Reader<T | null> =>
  (value) =>
    value === undefined || value === null ? null : read(value);

export const or =
  <T>(read: Reader<T>, otherwise: T): Reader<T> =>
  (value) =>
    value === undefined || value === null ? otherwise : read(value);

export const list =
  <T>(read: Reader<T>): Reader<T[]> =>
  (value) => {
    if (!Array.isArray(value)) throw new BadFrame();
    return value.map(read);
  };

/** One of a closed list; `otherwise` stands in for words newer than this page, without it they are refused. */
export const oneOf =
  <const T extends readonly string[]>(words: T, otherwise?: T[number]): Reader<T[number]> =>
  (value) => {
    const found = words.find((word) => word === value) ?? otherwise;
    if (found === undefined) throw new BadFrame();
    return found;
  };
