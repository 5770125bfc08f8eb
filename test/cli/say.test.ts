import { expect, it } from 'vitest'
import { answersOf, formText, messageText } from '../../src/cli/simulated/say.ts'

it('answers to one question add up, however its name is written, and those to others stand beside', () => {
  expect(
    answersOf(['Which times?=Monday = 09:00', ' WHICH times? =Tuesday', 'Note=', 'Which times?=Friday']),
  ).toEqual({
    'Which times?': ['Monday = 09:00', 'Tuesday', 'Friday'],
    Note: '',
  })
})

it.each(['Monday', '=Monday', ''])('%j is no answer', (written) => {
  expect(() => answersOf([written])).toThrow(expect.objectContaining({ code: 'answer' }))
})

it('what a button asks first is told with the button, and is no part of the message', () => {
  const shown = messageText({
    id: '1',
    conversation: 'c',
    platform: 'teams',
    workspace: 't',
    from: 'bot',
    at: 0,
    text: 'You are meeting Tom.',
    summary: '',
    buttons: [
      { id: 'move', label: 'Reschedule' },
      { id: 'cancel', label: 'Cancel', asks: 'Cancel this meeting? Tom is told.' },
    ],
    fields: [],
    private: false,
    edited: false,
    raw: null,
  })
  expect(shown).toBe(
    'You are meeting Tom.\n[Reschedule] [Cancel]\n  [Cancel] asks first: Cancel this meeting? Tom is told.',
  )
})

it('what is chosen in a form is told as its list calls it', () => {
  const field = { name: 'who', label: 'Who?', required: true }
  const options = [
    { value: 'p1', label: 'Ada' },
    { value: 'p2', label: 'Cy' },
  ]
  const shown = formText({
    id: 'f1',
    title: 'Swap',
    text: '',
    submit: null,
    buttons: [],
    raw: null,
    fields: [{ ...field, type: 'choices', options, value: ['p2', 'p1'] }],
  })
  expect(shown).toContain('Who?: any of “Ada”, “Cy”; now Cy, Ada')
})
