import type { ClockState, Move } from '../protocol.ts'
import { button, el, icon } from './dom.ts'
import { lower, perhaps, sayShort, sayTime, sayWeekday, sayYear } from './words.ts'

/** The product's time, and the means to move it on. */
export interface ClockBar {
  readonly element: HTMLElement
  show(state: ClockState): void
  /** Says what came of a move. */
  summary(words: string, hasMore: boolean): void
}

export interface ClockOptions {
  readonly move: (move: Move) => void
  readonly others: (answer: boolean) => void
  readonly seeHappenings: () => void
}

export const createClock = ({ move, others, seeHappenings }: ClockOptions): ClockBar => {
  let pace: ClockState['pace'] = 'own'
  const time = el('span', { class: 'time' })
  const date = el('span', { class: 'date' })
  const next = el('p', { class: 'next' })
  const morning = el('span', { class: 'detail' })
  const hour = button({}, () => move('hour'), '+1 hour')
  const toMorning = button({}, () => move('morning'), 'Next ', detailed('working '), 'morning', morning)
  const week = button({}, () => move('week'), '+1 week')
  const toNext = button({}, () => move('next'), 'Next thing ', detailed('that happens'))
  const play = button({ class: 'play' }, () => move(pace === 'own' ? 'play' : 'stop'))
  const progress = el('progress', { max: 1, 'aria-label': 'How far time has moved on' })
  const way = el('div', { class: 'way', hidden: true }, progress, el('span', { class: 'way-words' }))
  const told = el('p', { class: 'came', role: 'status' })
  const box = el('input', { type: 'checkbox', id: 'others' })
  box.addEventListener('change', () => others(box.checked))
  const moves = [hour, week, toMorning, toNext]

  const element = el(
    'section',
    { class: 'clock', 'aria-label': 'Time' },
    el('p', { class: 'reading' }, time, date),
    el('div', { class: 'moves', role: 'group', 'aria-label': 'Move time on' }, play, ...moves),
    el(
      'div',
      { class: 'under' },
      el('div', { class: 'news' }, way, next, told),
      el(
        'label',
        { class: 'others', for: 'others' },
        box,
        el('span', {}, 'Other people answer by themselves'),
      ),
    ),
  )

  return {
    element,
    show: (state) => {
      pace = state.pace
      time.textContent = sayTime(state.now, state.zone)
      date.textContent = `${sayYear(state.now, state.zone)}, ${state.zoneName}`
      next.textContent = state.pace === 'own' ? sayNext(state) : ''
      next.hidden = state.pace !== 'own'
      morning.textContent = sayWeekday(state.morning, state.zone)
      box.checked = state.othersAnswer
      const isMoving = state.pace !== 'own'
      for (const one of moves) one.disabled = isMoving
      play.replaceChildren(icon(isMoving ? 'stop' : 'play'), isMoving ? 'Stop' : 'Play')
      play.classList.toggle('moving', isMoving)
      way.hidden = !isMoving
      progress.hidden = state.jump === null
      if (state.jump) {
        progress.value = (state.now - state.jump.from) / (state.jump.to - state.jump.from)
        way.lastElementChild?.replaceChildren(`On the way to ${sayShort(state.jump.to, state.zone)}`)
      } else {
        way.lastElementChild?.replaceChildren('An hour passes in each second')
      }
      if (isMoving) told.replaceChildren()
    },
    summary: (words, hasMore) => {
      told.replaceChildren(
        words,
        ...(hasMore ? [' ', button({ class: 'link' }, seeHappenings, 'See what happened')] : []),
      )
    },
  }
}

/** Duologue looks once a minute for what is due. */
const TICK_MS = 60_000

/** Words that are only heard where there is little room. */
const detailed = (words: string): HTMLElement => el('span', { class: 'detailed' }, words)

const sayNext = ({ next, now, zone }: ClockState): string => {
  if (!next) return 'Nothing is due any more.'
  const about = next.who ? ` for ${next.who}` : ''
  const what = `${lower(next.certain ? next.what : perhaps(next.what))}${about}`
  // What cannot be sent just now holds up what comes after it.
  return next.certain && next.at < now - TICK_MS
    ? `Held up: ${what}, since ${sayShort(next.at, zone)}`
    : `Next: ${what}, ${sayShort(next.at, zone)}`
}
