/** Runs something once after so many milliseconds of real time; gives the means to call it off. */
export type After = (milliseconds: number, run: () => void) => () => void

export const realAfter: After = (milliseconds, run) => {
  const timer = setTimeout(run, milliseconds)
  return () => clearTimeout(timer)
}
