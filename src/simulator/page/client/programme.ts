import type { DeliveryLine, Fault, Faults, PairView, PersonCard, ProgrammeView } from '../protocol.ts'
import { button, el } from './dom.ts'
import { perhaps, sayCount, sayList, sayShort } from './words.ts'

/** What someone who steers the programme sees, and the switches for what goes wrong. */
export interface ProgrammePage {
  readonly element: HTMLElement
  show(view: ProgrammeView, zone: string): void
  faults(faults: Faults, people: readonly PersonCard[]): void
}

export interface ProgrammeOptions {
  readonly fault: (fault: Fault) => void
  readonly open: (keys: readonly string[]) => void
}

const PLATFORMS: Readonly<Record<string, string>> = { slack: 'Slack', teams: 'Teams' }
const FEW = 8

export const createProgramme = ({ fault, open }: ProgrammeOptions): ProgrammePage => {
  const about = el('div', { class: 'about-programme' }, el('p', { class: 'quiet' }, 'Looking…'))
  const pairs = el('div', { class: 'panel pairs' })
  const due = el('div', { class: 'panel due' })
  const deliveries = el('div', { class: 'panel deliveries' })
  let allPairs = false
  let last: { view: ProgrammeView; zone: string } | null = null

  const limits = toggle(
    'limits',
    'Too many requests (429)',
    'Both platforms tell every message to wait 30 seconds before it may be sent.',
    (on) => fault({ type: 'limits', on }),
  )
  const slack = toggle(
    'slack-outage',
    'Slack is down',
    'Nothing reaches Slack, and nobody can do anything in it.',
    (on) => fault({ type: 'outage', platform: 'slack', on }),
  )
  const teams = toggle(
    'teams-outage',
    'Teams is down',
    'Nothing reaches Teams, and nobody can do anything in it.',
    (on) => fault({ type: 'outage', platform: 'teams', on }),
  )
  const who = el('select', { id: 'blocker', 'aria-label': 'Who blocks Duologue' })
  const blocked = el('ul', { class: 'blocked' })
  const block = button(
    {},
    () => {
      if (who.value) fault({ type: 'block', person: who.value, on: true })
    },
    'Block',
  )
  const switches = el(
    'section',
    { class: 'panel faults', 'aria-labelledby': 'faults-title' },
    el('h3', { id: 'faults-title' }, 'Let something go wrong'),
    el(
      'p',
      { class: 'quiet' },
      'Switch one on, move time on, and watch messages wait. Switch it off within a day, and each gets through once.',
    ),
    limits.element,
    slack.element,
    teams.element,
    el(
      'div',
      { class: 'blocker' },
      el('label', { for: 'blocker' }, 'Somebody blocks Duologue'),
      el('div', { class: 'blocker-row' }, who, block),
      blocked,
    ),
  )

  const element = el(
    'section',
    { class: 'programme', 'aria-labelledby': 'programme-title' },
    about,
    el(
      'div',
      { class: 'panels' },
      el('div', { class: 'column' }, deliveries, pairs),
      el('div', { class: 'column' }, switches, due),
    ),
  )

  const draw = (view: ProgrammeView, zone: string): void => {
    about.replaceChildren(
      el('h2', { id: 'programme-title' }, view.name),
      el('p', { class: 'stage-line' }, el('strong', {}, view.stage), ` · began on ${view.startsOn}`),
      el(
        'dl',
        { class: 'figures' },
        ...view.people
          .filter(({ count }, index) => index === 0 || count > 0)
          .map(({ label, count }) => el('div', {}, el('dt', {}, label), el('dd', {}, String(count)))),
      ),
    )
    drawDeliveries(view, zone)
    drawPairs(view)
    due.replaceChildren(
      el('h3', {}, 'What is due next'),
      view.due.length === 0
        ? el('p', { class: 'quiet' }, 'Nothing is due within four weeks.')
        : el(
            'ol',
            { class: 'lines' },
            ...view.due.map(({ at, what, who: names, certain }) =>
              el(
                'li',
                {},
                el('span', { class: 'when' }, sayShort(at, zone)),
                el('span', {}, certain ? what : perhaps(what), names ? ` for ${names}` : ''),
              ),
            ),
          ),
    )
  }

  const drawDeliveries = (
    { deliveries: sums, accepted, dropped, waiting, failed }: ProgrammeView,
    zone: string,
  ): void => {
    const isWhole = accepted.more === 0 && accepted.never === 0
    deliveries.replaceChildren(
      el('h3', {}, 'Messages'),
      el(
        'dl',
        { class: 'figures' },
        figure('Sent', sums.sent, 'good'),
        figure('Waiting', sums.waiting),
        figure('Being tried again', sums.retrying, sums.retrying > 0 ? 'warn' : ''),
        figure('Not needed any more', sums.dropped),
        figure('Failed', sums.failed, sums.failed > 0 ? 'bad' : ''),
      ),
      el(
        'p',
        { class: `accepted ${isWhole ? 'good' : 'bad'}` },
        el('strong', {}, `${accepted.once.toLocaleString('en-GB')} of ${sums.sent.toLocaleString('en-GB')}`),
        ' sent messages were accepted by the platforms exactly once.',
        isWhole ? '' : ` More than once: ${accepted.more}. Not found: ${accepted.never}.`,
      ),
      ...lines('Being tried again', waiting, sums.retrying, zone),
      ...lines('Could not be delivered', failed, sums.failed, zone),
      dropped.length === 0
        ? ''
        : el(
            'details',
            {},
            el('summary', {}, 'Why messages were not needed any more'),
            el(
              'ul',
              { class: 'lines' },
              ...dropped.map(({ why, count }) =>
                el('li', {}, el('span', { class: 'when' }, String(count)), el('span', {}, why)),
              ),
            ),
          ),
    )
  }

  const lines = (
    title: string,
    all: readonly DeliveryLine[],
    count: number,
    zone: string,
  ): readonly HTMLElement[] =>
    all.length === 0
      ? []
      : [
          el('h4', {}, title),
          el(
            'ul',
            { class: 'lines' },
            ...all.map((one) =>
              el(
                'li',
                {},
                el('span', { class: 'when' }, sayShort(one.at, zone)),
                el(
                  'span',
                  {},
                  `${one.what} for `,
                  one.key ? nameButton(one.who, [one.key]) : one.who,
                  `: ${one.why}.`,
                  one.remedy ? ` ${one.remedy}` : '',
                ),
              ),
            ),
            count > all.length && el('li', { class: 'quiet' }, `And ${count - all.length} more.`),
          ),
        ]

  const nameButton = (name: string, keys: readonly string[]): HTMLElement =>
    button({ class: 'link' }, () => open(keys), name)

  const pairRow = ({ members, state, kind }: PairView): HTMLElement => {
    const keys = members.flatMap(({ key }) => key ?? [])
    const names = sayList(members.map(({ name }) => name))
    return el(
      'li',
      {},
      el('span', { class: `dot ${kind}`, 'aria-hidden': 'true' }),
      el(
        'span',
        { class: 'pair' },
        keys.length > 1 ? nameButton(names, keys) : names,
        el(
          'span',
          { class: 'quiet' },
          [...new Set(members.map(({ platform }) => PLATFORMS[platform] ?? ''))]
            .filter(Boolean)
            .join(' and '),
        ),
      ),
      el('span', { class: 'state' }, state),
    )
  }

  const drawPairs = ({ pairs: all }: ProgrammeView): void => {
    const shown = allPairs ? all : all.slice(0, FEW)
    const number = (kind: PairView['kind']) => all.filter((one) => one.kind === kind).length
    const sums = [
      [number('booked'), 'Meeting booked'],
      [number('proposed'), 'Time suggested'],
      [number('met'), 'Met, nothing booked now'],
      [number('paused'), 'On a break'],
      [number('quiet'), 'Nothing booked yet'],
    ] as const
    pairs.replaceChildren(
      el('h3', {}, sayCount(all.length, 'pair', 'pairs')),
      all.length === 0
        ? el('p', { class: 'quiet' }, 'Nobody is paired yet. A coordinator makes a draft, and approves it.')
        : el(
            'p',
            { class: 'quiet' },
            `${sums
              .filter(([many]) => many > 0)
              .map(([many, what]) => `${what}: ${many}`)
              .join('; ')}.`,
          ),
      el('ul', { class: 'lines pair-list' }, ...shown.map(pairRow)),
      all.length <= FEW
        ? ''
        : button(
            { class: 'more', 'aria-expanded': String(allPairs) },
            () => {
              allPairs = !allPairs
              if (last) draw(last.view, last.zone)
            },
            allPairs ? 'Show fewer' : `Show all ${all.length}`,
          ),
    )
  }

  return {
    element,
    show: (view, zone) => {
      last = { view, zone }
      draw(view, zone)
    },
    faults: (now, people) => {
      limits.set(now.limits)
      slack.set(now.outages.includes('slack'))
      teams.set(now.outages.includes('teams'))
      const chosen = who.value
      who.replaceChildren(
        el('option', { value: '' }, 'Choose somebody'),
        ...[...people]
          .sort((one, other) => (one.name < other.name ? -1 : 1))
          .filter(({ key }) => !now.blocked.includes(key))
          .map(({ key, name, platform }) =>
            el('option', { value: key, selected: key === chosen }, `${name} (${PLATFORMS[platform] ?? ''})`),
          ),
      )
      blocked.replaceChildren(
        ...now.blocked.map((key) => {
          const name = people.find((one) => one.key === key)?.name ?? key
          return el(
            'li',
            {},
            `${name} blocks Duologue. `,
            button(
              { class: 'link' },
              () => fault({ type: 'block', person: key, on: false }),
              `Let ${name} take it back`,
            ),
          )
        }),
      )
    },
  }
}

const figure = (label: string, count: number, tone = ''): HTMLElement =>
  el('div', { class: tone || null }, el('dt', {}, label), el('dd', {}, count.toLocaleString('en-GB')))

/** A switch with its explanation. */
const toggle = (
  id: string,
  name: string,
  about: string,
  onChange: (on: boolean) => void,
): { readonly element: HTMLElement; set(on: boolean): void } => {
  const box = el('input', { type: 'checkbox', role: 'switch', id, 'aria-describedby': `${id}-about` })
  box.addEventListener('change', () => onChange(box.checked))
  return {
    element: el(
      'div',
      { class: 'switch' },
      box,
      el('label', { for: id }, name),
      el('p', { id: `${id}-about`, class: 'quiet' }, about),
    ),
    set: (on) => {
      box.checked = on
    },
  }
}
