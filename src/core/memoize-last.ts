/** Several readers mostly get the same figures: the same picture is painted once. */
export function rememberLast<I, O>(kept: number, make: (input: I) => Promise<O>): (input: unknown) => Promise<O> {
  const made = new Map<string, Promise<O>>();
  return (input) => {
    const key = JSON.stringify(input);
    const found = made.get(key) ?? make(input as I);
    made.delete(key);
    made.set(key, found);
    found.catch(() => made.delete(key));
    for (const old of [...made.keys()].slice(0, Math.max(0, made.size - kept))) made.delete(old);
    return found;
  };
}
