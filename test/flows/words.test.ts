import { describe, expect, it } from 'vitest'
import { understand } from '../../src/core/words.ts'
import { flows } from '../../src/flows/index.ts'

const words = flows.flatMap((flow) => flow.words)

describe('the words of all flows', () => {
  it('mean one thing each', () => {
    const said = words.flatMap(({ word, aliases }) => [word, ...aliases])
    expect(said.filter((word, index) => said.indexOf(word) !== index)).toEqual([])
  })

  it('are each understood as themselves', () => {
    for (const word of words)
      for (const said of [word.word, ...word.aliases])
        expect(understand(said, words), said).toMatchObject({ type: 'word', word: { word: word.word } })
  })

  it.each([
    ['hi', 'home'],
    ['Hello!', 'home'],
    ['/mentoring help', 'help'],
    ['show me my status please', 'status'],
    ['pause until Monday', 'pause'],
    ['take a break until 12 March', 'pause'],
    ['I want to leave', 'leave'],
    ['stop', 'leave'],
    ['Unsubscribe', 'leave'],
    ['reschedule', 'meetings'],
    ['please cancel my meeting', 'meetings'],
    ['cancel', 'meetings'],
    ['help schedule', 'help'],
    ['schedule help', 'help'],
    ['help with check in', 'help'],
  ])('"%s" is %s', (typed, word) => {
    expect(understand(typed, words)).toMatchObject({ type: 'word', word: { word } })
  })

  it.each([
    'I told my boss that I would leave the team because of what happened last week',
    'hello darkness my old friend, can we talk about something',
    'help me with my partner, who has been saying hurtful things',
  ])('leaves the sentence "%s" alone', (typed) => {
    expect(understand(typed, words).type).toBe('unclear')
  })
})
