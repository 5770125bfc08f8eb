import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Word } from '../../src/core/flow.ts'
import { understand } from '../../src/core/words.ts'
import { flows } from '../../src/flows/index.ts'

const words: readonly Word[] = flows.flatMap((flow) => flow.words)

const read = (typed: string): readonly [string | null, string] => {
  const understood = understand(typed, words)
  return understood.type === 'word' ? [understood.word.word, understood.rest] : [null, '']
}

describe('what is typed', () => {
  it.each([
    ['help', 'help', ''],
    ['HELP', 'help', ''],
    ['Help!', 'help', ''],
    ['  help  ', 'help', ''],
    ['help?', 'help', ''],
    ['help...', 'help', ''],
    ['\thelp\n', 'help', ''],
    ['\u200bhelp\ufeff', 'help', ''],
    ['\u00a0help\u00a0', 'help', ''],
    ['he\u200blp', 'help', ''],
    ['help\u00ad', 'help', ''],
    ['\u202ahelp\u202c', 'help', ''],
    ['please help', 'help', ''],
    ['help please', 'help', ''],
    ['Help, please!', 'help', ''],
    ['help, thanks', 'help', ''],
    ['help thank you', 'help', ''],
    ['hi, help', 'help', ''],
    ['Hi Duologue, help please', 'help', ''],
    ['hello', 'home', ''],
    ['Hello there', 'home', ''],
    ['hi there!', 'home', ''],
    ['Hi Duologue', 'home', ''],
    ['hello, please', 'home', ''],
    ['/mentoring', 'home', ''],
    ['mentoring', 'home', ''],
    ['/mentoring help', 'help', ''],
    ['mentoring help', 'help', ''],
    ['/Mentoring HELP', 'help', ''],
    ['/mentoring   schedule', 'schedule', ''],
    ['<at>Duologue</at> schedule', 'schedule', ''],
    ['@Duologue schedule', 'schedule', ''],
    ['Duologue, schedule please', 'schedule', ''],
    ['can you help', 'help', ''],
    ['show me my status', 'status', ''],
    ['my status', 'status', ''],
    ['the status', 'status', ''],
    ['check-in', 'check-in', ''],
    ['check in', 'check-in', ''],
    ['checkin', 'check-in', ''],
    ['check\u2011in', 'check-in', ''],
    ['check\u2013in', 'check-in', ''],
    ['pause until Monday', 'pause', 'until Monday'],
    ['Pause Until monday please', 'pause', 'Until monday'],
    ['/mentoring pause until 12 March 2027', 'pause', 'until 12 March 2027'],
    ['please pause until next Friday.', 'pause', 'until next Friday'],
    ['take a break until 3 June', 'pause', 'until 3 June'],
    ['resume now', 'resume', ''],
    ['I want to leave', 'leave', ''],
    ["I'd like to leave the programme", 'leave', ''],
    ['I’d like to leave', 'leave', ''],
  ])('%j is %s', (typed, word, rest) => {
    expect(read(typed)).toEqual([word, rest])
  })

  it.each([
    '',
    '   ',
    '?!',
    'helpful',
    'leaves',
    'I cannot meet on Thursday',
    'help me with my partner, who has been saying hurtful things',
    'leave me alone',
    'status quo',
    'home is where the heart is',
    'My partner said that I should leave',
    'contact lenses',
    'resume where we stopped last time',
    'pause for thought: my partner and I have not spoken for a month now and I worry',
    'toString',
    '__proto__',
    'constructor',
  ])('%j is no command', (typed) => {
    expect(read(typed)).toEqual([null, ''])
  })

  it.each([
    ['hepl', 'help'],
    ['shedule', 'schedule'],
    ['scheduel', 'schedule'],
    ['meetngs', 'meetings'],
    ['reflct', 'reflect'],
    ['pasue', 'pause'],
    ['puase until monday', 'pause'],
    ['staus', 'status'],
  ])('%j probably means %s', (typed, word) => {
    expect(understand(typed, words)).toMatchObject({ type: 'unclear', nearest: { word } })
  })

  it.each([
    'Thank you so much, that was a lovely conversation',
    'My manager will not let me go to the session',
    'I feel nervous',
    'banana',
    '🙂',
    'ok',
    '12345',
  ])('%j is near no word', (typed) => {
    expect(understand(typed, words)).toEqual({ type: 'unclear', nearest: null })
  })

  it('leaves what follows a word as it was typed', () => {
    expect(read('pause until MONDAY morning')).toEqual(['pause', 'until MONDAY morning'])
  })

  it('is read quickly and without a mistake, whatever it is', () => {
    const anything = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc
        .array(
          fc.constantFrom(
            'help',
            'please',
            ' ',
            'hi',
            '/mentoring',
            'my',
            'the',
            '\n',
            ',',
            'pause',
            '\u200b',
          ),
          {
            maxLength: 60,
          },
        )
        .map((parts) => parts.join(' ')),
    )
    fc.assert(
      fc.property(anything, (typed) => {
        const understood = understand(typed, words)
        expect(['word', 'unclear']).toContain(understood.type)
        if (understood.type === 'word') expect(words).toContain(understood.word)
      }),
      { numRuns: 1000 },
    )
  })

  it.each([
    ['of one letter', 'a'.repeat(40_000)],
    ['of spaces', `help${' '.repeat(40_000)}x`],
    ['of courtesies', 'please '.repeat(8_000)],
    ['of thanks', `${'thanks '.repeat(8_000)}x`],
    ['of full stops', `${'. '.repeat(20_000)}x`],
    ['of commas', `${','.repeat(40_000)}x`],
  ])('is read quickly when it is long and %s', (_, typed) => {
    const { system, user } = process.cpuUsage()
    understand(typed, words)
    const used = process.cpuUsage({ system, user })
    expect((used.user + used.system) / 1000).toBeLessThan(500)
  })
})
