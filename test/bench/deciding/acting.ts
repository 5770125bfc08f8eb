import type { Door, Outcome, ShownMessage } from '../../../src/simulator/index.ts'

/** A coordinator who acts on what they have seen last. */
export const acting = (door: Door) => {
  let last: ShownMessage | null = null
  const took = ({ ok, error, appeared, fieldErrors }: Outcome): void => {
    if (!ok || Object.keys(fieldErrors).length > 0)
      throw new Error(`An act failed: ${error ?? JSON.stringify(fieldErrors)}.`)
    last = appeared.at(-1) ?? last
  }
  const presses = async (label: string | RegExp): Promise<void> => {
    const found = last?.buttons.find((one) =>
      typeof label === 'string' ? one.label === label : label.test(one.label),
    )
    if (!last || !found) throw new Error(`There is no button ${label} in: ${last?.text}`)
    took(await door.press(last, found.label))
  }
  return {
    types: async (words: string) => took(await door.command(words)),
    presses,
    /** Opens a form, and answers it; the answers may be options of a question, by their place. */
    fills: async (
      label: string,
      answers: (option: (name: string, at: number) => string) => Record<string, string | string[]>,
    ) => {
      await presses(label)
      const form = door.form()
      const option = (name: string, at: number): string =>
        form?.fields.find((field) => field.name === name)?.options?.[at]?.value ?? ''
      took(await door.fill(answers(option)))
    },
  }
}
