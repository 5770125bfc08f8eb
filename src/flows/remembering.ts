/** Works something out when it is first asked for, and once. */
export const once = <T>(work: () => T): (() => T) => {
  let done: { readonly value: T } | null = null
  return () => {
    done ??= { value: work() }
    return done.value
  }
}

/** Works out once what follows from a list: the same list is looked at again and again, and may be long. */
export const perList = <T, R>(work: (list: readonly T[]) => R): ((list: readonly T[]) => R) => {
  const known = new WeakMap<readonly T[], { readonly result: R }>()
  return (list) => {
    const found = known.get(list) ?? { result: work(list) }
    known.set(list, found)
    return found.result
  }
}

/** Works something out once for each that it is asked about. */
export const perKey = <K, R>(work: (key: K) => R): ((key: K) => R) => {
  const known = new Map<K, { readonly result: R }>()
  return (key) => {
    const found = known.get(key) ?? { result: work(key) }
    known.set(key, found)
    return found.result
  }
}
