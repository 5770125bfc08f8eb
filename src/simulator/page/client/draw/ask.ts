import { make, uniqueId } from './dom.ts'

export interface Question {
  readonly title: string
  readonly text: Node
  readonly yes: string
  /** Empty: there is nothing to say but yes. */
  readonly no: string
  readonly danger: boolean
}

/** Asks once more, in a dialogue over the page. Resolves with whether the answer was yes; Escape means no. */
export const ask = (question: Question, className: string): Promise<boolean> =>
  new Promise((resolve) => {
    const title = make('h2', { id: uniqueId('question') }, question.title)
    const yes = make(
      'button',
      { type: 'button', class: question.danger ? 'button danger' : 'button primary' },
      question.yes,
    )
    const no = make('button', { type: 'button', class: 'button' }, question.no)
    const dialog = make(
      'dialog',
      { class: `${className} question`, 'aria-labelledby': title.id },
      title,
      make('div', { class: 'question-text' }, question.text),
      make('div', { class: 'question-buttons' }, ...(question.no === '' ? [] : [no]), yes),
    )
    let answer = false
    yes.addEventListener('click', () => {
      answer = true
      dialog.close()
    })
    no.addEventListener('click', () => dialog.close())
    dialog.addEventListener('close', () => {
      dialog.remove()
      resolve(answer)
    })
    document.body.append(dialog)
    dialog.showModal()
    // The safe answer is the one that a hasty Enter gives.
    if (question.danger && question.no !== '') no.focus()
    else yes.focus()
  })
