import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AMINA, HEADERS, people, problems, read, TOM } from './list.ts'

const LIST = `${HEADERS}\n${AMINA}\n${TOM}\n`
const ALL = `${HEADERS},title,location,time_zone,languages,goals,offers,interests,availability,conflicts,manager,partners`

const bytes = (...numbers: number[]) => Uint8Array.from(numbers)
const utf8 = (text: string) => new TextEncoder().encode(text)

/** The list with one cell of Amina's line replaced. */
const withCell = (column: string, value: string): string => {
  const columns = HEADERS.split(',')
  const cells = AMINA.split(',')
  const at = columns.indexOf(column)
  const row = at < 0 ? [...cells, value] : cells.map((cell, index) => (index === at ? value : cell))
  return `${at < 0 ? `${HEADERS},${column}` : HEADERS}\n${row.map((cell) => `"${cell}"`).join(',')}\n`
}

describe('a list of people', () => {
  it('says who somebody is, on which side, and where they work', () => {
    expect(people(LIST)).toEqual([
      {
        name: 'Amina Yusuf',
        email: 'amina@harbour.example',
        side: 'b',
        organisation: 'Harbour Trust',
        workspaceId: 'w-slack',
        title: null,
        location: null,
        hours: null,
        languages: [],
        goals: [],
        offers: [],
        interests: [],
        conflicts: [],
        manager: null,
        partners: 1,
      },
      expect.objectContaining({ name: 'Tom Reed', side: 'a', workspaceId: 'w-teams' }),
    ])
  })

  it('may say more of them', () => {
    expect(
      people(
        `${ALL}\n${AMINA},Manager,Leeds,Europe/Lisbon,English; Somali,Chair a meeting;Chair a meeting,,Running,Mon-Tue 9-12,TOM@city.example; eve@city.example,BOSS@harbour.example,2\n`,
      ),
    ).toEqual([
      expect.objectContaining({
        title: 'Manager',
        location: 'Leeds',
        languages: ['English', 'Somali'],
        goals: ['Chair a meeting'],
        offers: [],
        interests: ['Running'],
        conflicts: ['tom@city.example', 'eve@city.example'],
        manager: 'boss@harbour.example',
        partners: 2,
        hours: {
          zone: 'Europe/Lisbon',
          daysOff: [],
          week: [
            { day: 1, from: '09:00', to: '12:00' },
            { day: 2, from: '09:00', to: '12:00' },
          ],
        },
      }),
    ])
  })

  it.each<[string, string | Uint8Array]>([
    ['with a mark', `\ufeff${LIST}`],
    ['with CRLF', LIST.replaceAll('\n', '\r\n')],
    ['with CR alone', LIST.replaceAll('\n', '\r')],
    ['with the first line in LF and the others in CRLF', `${HEADERS}\n${AMINA}\r\n${TOM}\r\n`],
    ['with the first line in CRLF and the others in LF', `${HEADERS}\r\n${AMINA}\n${TOM}\n`],
    [
      'with quoted cells and mixed line ends',
      `${HEADERS}\n${AMINA.replace(/,([^,]*)$/, ',"$1"')}\r\n${TOM}\n`,
    ],
    ['with semicolons', LIST.replaceAll(',', ';')],
    ['with semicolons, a mark and CRLF', `\ufeff${LIST.replaceAll(',', ';').replaceAll('\n', '\r\n')}`],
    ['without a last line end', LIST.trimEnd()],
    ['with empty lines', `\n${LIST.replaceAll('\n', '\n\n')}\n\n`],
    ['with lines of separators alone', `${LIST},,,,\n,,,,\n`],
    ['with blanks around cells', LIST.replaceAll(',', ' , ')],
    ['with headers in capitals', LIST.replace(HEADERS, HEADERS.toUpperCase())],
    ['with e-mail addresses in capitals', LIST.replaceAll('amina@harbour', 'Amina@Harbour')],
    [
      'with sides and workspaces in capitals',
      LIST.replace('Emerging', 'EMERGING').replace('slack:', 'Slack: '),
    ],
    ['with every cell in quotation marks', LIST.replace(/[^,\n]+/g, '"$&"')],
    [
      'with its columns in another order',
      `${HEADERS.split(',').reverse().join(',')}\n${AMINA.split(',').reverse().join(',')}\n${TOM.split(',').reverse().join(',')}\n`,
    ],
  ])('is the same %s', (_, list) => {
    expect(people(list)).toEqual(people(LIST))
  })

  it('may hold separators, quotation marks and line breaks in quoted cells', () => {
    const [person] = people(
      `${ALL}\n"Yusuf, Amina ""Mina""",amina@harbour.example,Emerging leaders,"Harbour; Trust",slack:harbour,"Head of\r\nHarbour",,,,,,,,,,\n`,
    )
    expect(person).toMatchObject({
      name: 'Yusuf, Amina "Mina"',
      organisation: 'Harbour; Trust',
      title: 'Head of Harbour',
    })
  })

  it.each([
    '=HYPERLINK("http://evil.example")'.replaceAll('"', '""'),
    '<!channel> @here',
    '<script>alert(1)</script>',
    "Robert'); DROP TABLE participants;--",
    '{{APP_ID}} %s %n',
    'Zoë 李 עברית أمينة Ó’Brien 🦉',
    'null',
    '__proto__',
  ])('takes the name %s for a name', (name) => {
    expect(people(withCell('name', name))[0]?.name).toBe(name.replaceAll('""', '"'))
  })

  it.each<[string, string]>([
    ['turns the direction of writing', 'Amina \u202egnp.exe'],
    ['rings a bell', 'Amina\u0007'],
    ['moves the cursor', 'Amina\u001b[2J'],
  ])('refuses a name that %s', (_, name) => {
    expect(problems(withCell('name', name))).toEqual([
      { line: 2, column: 'name', reason: expect.stringContaining('cannot be seen') },
    ])
  })

  it.each<[string, string | Uint8Array, RegExp]>([
    ['nothing', '', /empty/],
    ['UTF-16 with its mark', bytes(0xff, 0xfe, ...Buffer.from(LIST, 'utf16le')), /UTF-8/],
    ['UTF-16 without a mark', Buffer.from(LIST, 'utf16le'), /not a text file/],
    ['Latin-1', Buffer.from(LIST.replace('Amina', 'Zoë'), 'latin1'), /UTF-8/],
    ['a broken character at the end', Uint8Array.from([...utf8(LIST), 0xe2, 0x82]), /UTF-8/],
    ['a spreadsheet', bytes(0x50, 0x4b, 3, 4, 0x14, 0, 6, 0, 8, 0), /not a text file/],
    ['NULs', `${LIST}\0`, /not a text file/],
    ['more than anybody has', utf8('x'.repeat(5_000_001)), /larger than 5 MB/],
  ])('is refused as a whole where it is %s', (_, list, reason) => {
    expect(problems(list)).toEqual([{ line: 1, column: null, reason: expect.stringMatching(reason) }])
  })

  it.each<[string, string]>([
    ['only a mark', '\ufeff'],
    ['only line ends', '\n\r\n\n'],
    ['only blanks', '   \n ,, \n'],
  ])('says which columns it needs where it holds %s', (_, list) => {
    const found = problems(list)
    for (const column of HEADERS.split(','))
      expect(found).toContainEqual(
        expect.objectContaining({ column, reason: expect.stringMatching(/missing/) }),
      )
  })

  it.each<[string, string, object[]]>([
    [
      'headers alone',
      `${HEADERS}\n`,
      [{ line: 2, column: null, reason: expect.stringMatching(/no people/) }],
    ],
    [
      'two headers fewer',
      'name,email,side\nx,y,z\n',
      [
        { line: 1, column: 'organisation', reason: expect.stringMatching(/missing/) },
        { line: 1, column: 'workspace', reason: expect.stringMatching(/missing/) },
      ],
    ],
    ['an unknown header', `${HEADERS},shoe size\n${AMINA},42\n`, [{ line: 1, column: 'shoe size' }]],
    ['an empty header', `${HEADERS},\n${AMINA},\n`, [{ line: 1, column: null }]],
    ['a header twice', `${HEADERS},email\n${AMINA},x\n`, [{ line: 1, column: 'email' }]],
    ['a header of a builtin', `${HEADERS},constructor\n${AMINA},x\n`, [{ line: 1, column: 'constructor' }]],
    ['headers on its third line', `\n\n${HEADERS},x\n${AMINA},x\n`, [{ line: 3, column: 'x' }]],
    ['a cell too many', `${LIST}${AMINA},more\n`, [{ line: 4, column: null }]],
    ['a cell too few', `${HEADERS}\nAmina\n${TOM}\n`, [{ line: 2, column: null }]],
    ['an unclosed quotation mark', `${HEADERS}\n"${AMINA}\n${TOM}\n`, [{ column: null }]],
    ['a quotation mark within a cell', `${HEADERS}\nAmina "Mina"${AMINA}\n`, [{ line: 2, column: null }]],
    [
      'something after a closing quotation mark',
      `${HEADERS}\n"Amina" x${AMINA}\n`,
      [{ line: 2, column: null }],
    ],
    [
      'one e-mail address twice, whatever its case',
      `${LIST}${AMINA.replace('amina@', 'AMINA@')}\n`,
      [{ line: 4, column: 'email', reason: expect.stringMatching(/line 2/) }],
    ],
  ])('is refused with %s', (_, list, found) => {
    expect(problems(list)).toEqual(found.map((one) => expect.objectContaining(one)))
  })

  it.each<[string, string]>([
    ['name', ''],
    ['name', '   '],
    ['name', 'x'.repeat(501)],
    ['email', ''],
    ['email', 'amina'],
    ['email', 'amina@harbour'],
    ['email', 'a b@harbour.example'],
    ['email', 'amina@harbour.example, tom@city.example'],
    ['email', 'Amina <amina@harbour.example>'],
    ['side', ''],
    ['side', 'Mentors'],
    ['organisation', ''],
    ['workspace', ''],
    ['workspace', 'harbour'],
    ['workspace', 'slack:'],
    ['workspace', 'slack:city'],
    ['workspace', 'discord:harbour'],
    ['workspace', 'teams:harbour'],
    ['time_zone', 'GMT+1'],
    ['time_zone', '+01:00'],
    ['time_zone', 'Europe/Atlantis'],
    ['time_zone', 'London'],
    ['availability', 'mornings'],
    ['conflicts', 'eve@city.example; AMINA@harbour.example'],
    ['conflicts', 'Tom Reed'],
    ['conflicts', 'tom@city.example; nobody'],
    ['goals', 'x'.repeat(501)],
    ['manager', 'Tom Reed'],
    ['manager', 'tom@city.example; eve@city.example'],
    ['manager', 'Amina@harbour.example'],
    ['partners', '0'],
    ['partners', '-1'],
    ['partners', '1.5'],
    ['partners', 'two'],
    ['partners', '3'],
    ['partners', '99999999999999999999'],
  ])('tells the line and column of %s %j', (column, value) => {
    const found = problems(withCell(column, value))
    expect(found).toEqual([{ line: 2, column, reason: expect.stringMatching(/^[“A-Z].*\.$/) }])
  })

  it('names the setting that says how many partners somebody can have', () => {
    expect(problems(withCell('partners', '3'))).toMatchObject([
      {
        reason:
          'Nobody in this programme has more than 2 partners at once, as its setting --most-partners has it.',
      },
    ])
  })

  it('tells all that is wrong at once, each on its own line', () => {
    const list = `${HEADERS}\n\n"Amina\nYusuf",amina,Emerging leaders,"",slack:harbour\n${TOM}\nEve Long,eve@city.example,Nobody,City Council,teams:city\n`
    expect(problems(list).map(({ line, column }) => [line, column])).toEqual([
      [3, 'organisation'],
      [3, 'email'],
      [6, 'side'],
    ])
  })

  it('keeps a zone as it is properly written', () => {
    expect(people(withCell('time_zone', 'europe/london'))[0]?.hours?.zone).toBe('Europe/London')
  })

  it('says what to do with a list whose columns are separated by tabs', () => {
    expect(problems(`${HEADERS}\n${TOM}\n`.replaceAll(',', '\t'))).toEqual([
      { line: 1, column: null, reason: expect.stringMatching(/tabs.*commas or semicolons/) },
    ])
  })

  it('names the workspaces that there are', () => {
    expect(problems(withCell('workspace', 'slack:elsewhere'))[0]?.reason).toContain(
      'slack:harbour, teams:city',
    )
  })

  it('is read in no time, whatever its cells hold', () => {
    const hostile = `a@${'.'.repeat(1_000_000)}<`
    for (const column of ['email', 'conflicts', 'availability', 'time_zone', 'workspace', 'name'])
      expect(problems(withCell(column, hostile)).length, column).toBeGreaterThan(0)
  })

  it('never throws, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (file) => {
        expect(read(file)).toHaveProperty('ok')
      }),
    )
    const piece = fc.constantFrom(
      ...[
        '"',
        ',',
        ';',
        '\n',
        '\r',
        '\r\n',
        '\ufeff',
        '\0',
        ' ',
        HEADERS,
        AMINA,
        TOM,
        'x',
        '\ud800',
        '\u202e',
      ],
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        for (const file of [pieces.join(''), `${ALL}\n${pieces.join('')}`]) {
          const found = read(file)
          if (found.ok) expect(found.people.length).toBeGreaterThan(0)
          else
            for (const { line, reason } of found.problems) {
              expect(line).toBeGreaterThan(0)
              expect(reason).toMatch(/\.$|\?$/)
            }
        }
      }),
      { numRuns: 500 },
    )
  })

  it('gives back any name that can be seen', () => {
    const name = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 60 })
      .map((text) => text.replace(/\s+/g, ' ').trim())
      .filter((text) => text !== '' && text.length <= 500)
    fc.assert(
      fc.property(name, (given) => {
        const quoted = `"${given.replaceAll('"', '""')}"`
        const [person] = people(`${HEADERS}\n${quoted}${AMINA.replace('Amina Yusuf', '')}\n`)
        expect(person?.name).toBe(given)
      }),
    )
  })
})
