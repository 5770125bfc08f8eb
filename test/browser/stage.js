// What the tests of the drawings do in the page itself: draw, and say what can be seen.
import { carryOver, slackHome, slackMessage, slackModal } from '/client/slack/index.js'
import { teamsMessage } from '/client/teams/index.js'

const drawing = { slackHome, slackMessage, slackModal, teamsMessage }
const stage = document.querySelector('#stage')
const fine = { ok: true, error: null, fieldErrors: {} }
let waiting = []
let held = false

globalThis.acts = []

const tell = (act) => {
  globalThis.acts.push(act)
  return held ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(fine)
}

const handlers = {
  press: (id, label, answers) => tell({ act: 'press', id, label, answers }),
  submit: (answers) => tell({ act: 'submit', answers }),
  dismiss: () => void globalThis.acts.push({ act: 'dismiss' }),
}

/** From now on an act is answered only by `release`. */
globalThis.hold = () => {
  held = true
}

globalThis.release = (result) => {
  held = false
  for (const resolve of waiting) resolve({ ...fine, ...result })
  waiting = []
}

globalThis.clear = () => {
  stage.replaceChildren()
  globalThis.acts = []
}

globalThis.show = (kind, raw, errors = {}) => {
  stage.append(drawing[kind](raw, handlers, errors))
}

/** Draws the first thing on the stage anew from other JSON, and carries over what was filled in. */
globalThis.redraw = (kind, raw) => {
  const old = stage.firstElementChild
  const fresh = drawing[kind](raw, handlers, {})
  old.after(fresh)
  carryOver(old, fresh)
  old.remove()
}

globalThis.drawn = async () => {
  while (stage.querySelector('.card[aria-busy]'))
    await new Promise((resolve) => requestAnimationFrame(resolve))
}

const answered = () => new Promise((resolve) => setTimeout(resolve))

/** Gives every question that has no answer yet any that fits. */
const fillIn = () => {
  for (const field of stage.querySelectorAll('[data-field], [data-question]')) {
    const boxes = [...field.querySelectorAll('[type=radio], [type=checkbox]')]
    if (boxes.length > 0 && !boxes.some(({ checked }) => checked)) boxes[0].click()
    for (const control of field.querySelectorAll('input, textarea, select')) {
      if (boxes.includes(control) || control.value !== '') continue
      if (control.localName === 'select') control.selectedIndex = control.options.length - 1
      else control.value = { date: '2027-02-01', time: '10:00' }[control.type] ?? 'x'
      control.dispatchEvent(new Event('input', { bubbles: true }))
    }
  }
}

const squeezed = (words) => words.replace(/\s+/g, '')

/**
 * Everything that can be seen in a drawing, what unfolds included, without white space; its buttons and its questions
 * by their labels; and its elements, their handlers and where its links lead.
 */
globalThis.look = async (kind, raw) => {
  globalThis.clear()
  globalThis.show(kind, raw)
  await globalThis.drawn()
  const seen = new Set()
  const buttons = new Set()
  const read = () => {
    seen.add(squeezed(stage.innerText))
    for (const described of stage.querySelectorAll('[role=img], img'))
      seen.add(squeezed(described.getAttribute('aria-label') ?? described.alt))
    for (const button of stage.querySelectorAll('button, a.button'))
      if (button.checkVisibility()) buttons.add(squeezed(button.innerText))
    for (const option of stage.querySelectorAll('.block select option')) buttons.add(squeezed(option.text))
  }
  read()
  for (const dots of stage.querySelectorAll('[aria-label="More actions"]')) {
    dots.click()
    read()
    dots.click()
  }
  for (const fold of stage.querySelectorAll(
    '.expandable[aria-expanded=false]:not([aria-label="More actions"])',
  )) {
    fold.click()
    read()
  }
  const elements = [...stage.querySelectorAll('*')]
  return {
    seen: [...seen].join('\n'),
    buttons: [...buttons],
    fields: [...stage.querySelectorAll('[data-field], [data-question]')].map((field) => ({
      name: field.dataset.field ?? field.dataset.question,
      label: squeezed(
        (field.querySelector('.field-label, label')?.innerText ?? '').replace(/ \(optional\)$| \*$/, ''),
      ),
      options: [
        ...field.querySelectorAll(
          'option, .choice, .ac-choiceSetInput-expanded > div, .ac-choiceSetInput-multiSelect > div',
        ),
      ].map((option) => squeezed(option.textContent)),
    })),
    tags: [...new Set(elements.map((element) => element.localName))],
    handlers: elements.flatMap((element) =>
      element.getAttributeNames().filter((name) => name.startsWith('on')),
    ),
    links: [...stage.querySelectorAll('[href], [src], [action], [formaction]')].map((element) =>
      ['href', 'src', 'action', 'formaction']
        .map((name) => element.getAttribute(name))
        .find((url) => url !== null),
    ),
    wide: document.documentElement.scrollWidth > document.documentElement.clientWidth,
  }
}

/** Draws many things one under the other, with all that unfolds unfolded. */
globalThis.layOut = async (specimens) => {
  globalThis.clear()
  for (const { kind, raw } of specimens) globalThis.show(kind, raw)
  await globalThis.drawn()
  for (const fold of stage.querySelectorAll(
    '.expandable[aria-expanded=false]:not([aria-label="More actions"])',
  ))
    fold.click()
}

/** Presses all that can be pressed, what unfolds included, says yes where it is asked, and gives the ids that were sent. */
globalThis.pressAll = async (kind, raw) => {
  globalThis.clear()
  globalThis.show(kind, raw)
  await globalThis.drawn()
  fillIn()
  const press = async (button) => {
    button.click()
    document.querySelector('dialog .question-buttons button:last-child')?.click()
    do await answered()
    while (document.querySelector('dialog'))
    await answered()
  }
  const own = 'button:not(.modal-close, .modal-foot *, .expandable, [role=menuitem])'
  for (const button of stage.querySelectorAll(own)) await press(button)
  for (const dots of stage.querySelectorAll('[aria-label="More actions"]')) {
    dots.click()
    for (const entry of dots.parentElement.querySelectorAll('[role=menuitem]')) await press(entry)
  }
  for (const fold of stage.querySelectorAll('.expandable:not([aria-label="More actions"])')) {
    fold.click()
    const before = new Set(stage.querySelectorAll('.ac-adaptiveCard .ac-adaptiveCard button'))
    for (const button of before) await press(button)
  }
  return globalThis.acts.map(({ id }) => id)
}

document.documentElement.dataset.ready = ''
