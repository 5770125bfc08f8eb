#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { Command } from 'commander'
import { DuologueError } from '../core/errors.ts'
import { neededOption, refuseWithout } from './needed.ts'
import { allSaid, complain, endWithReader } from './output.ts'
import { withSettings, writtenIn } from './settings/options.ts'

// Each command loads its own parts when it is called: starting needs none of the others'.

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))

const collect = (value: string, before: readonly string[]) => [...before, value]

const program = new Command('duologue')
  .description('A companion for reciprocal mentoring programmes in Slack and Microsoft Teams')
  .version(version)
  .showHelpAfterError('Type “duologue --help” to see what there is.')
  .hook('preAction', (_, command) => refuseWithout(command))

program
  .command('start')
  .description('run Duologue; without credentials, on simulated workspaces with a sample programme')
  .action(async () => (await import('./start.ts')).start())

program
  .command('migrate')
  .description('bring the database up to date; start does it by itself')
  .action(async () => (await import('./start.ts')).migrateDatabase())

const programme = program.command('programme').description('work with programmes')
withSettings(programme.command('create'))
  .description('create a programme')
  .option('--name <name>', 'what people will see')
  .option('--from <date>', 'its first day, such as 2027-01-11')
  .option('--sides <a,b>', 'your wording for the two sides')
  .option('--books-first <side>', 'the side that makes first contact and books')
  .option('--contact <name and e-mail>', 'the independent contact: "Grace Obi <grace@example.org>"')
  .option('--coordinator <email>', 'a coordinator; repeat for more', collect, [])
  .option('--template <name>', 'stages and intervals', 'reciprocal')
  .option('--time-zone <zone>', 'for whoever has told none', 'Europe/London')
  .action(async (options) => (await import('./programme.ts')).createProgramme(options, writtenIn(options)))

withSettings(programme.command('settings'))
  .description('show the settings of a programme, or change those that are given')
  .option('--programme <name>', 'which programme, when there are several')
  .action(async (options) =>
    (await import('./settings/index.ts')).programmeSettings(options.programme, writtenIn(options)),
  )

program
  .command('participants')
  .description('work with participants')
  .command('import <file>')
  .description('bring in people from a CSV list')
  .option('--programme <name>', 'which programme, when there are several')
  .option('--yes', 'make changes to people who are there already without asking', false)
  .action(async (file, options) => (await import('./participants.ts')).importParticipants(file, options))

const pairs = program.command('pairs').description('work with drafts of pairs, as coordinators do in chat')
pairs
  .command('drafts')
  .description('list the drafts of a programme')
  .option('--programme <name>', 'which programme, when there are several')
  .action(async (options) => (await import('./pairs/index.ts')).listDrafts(options))
pairs
  .command('draft')
  .description('show the draft that counts; make one where there is none')
  .option('--again', 'propose anew what is neither approved, rejected nor kept', false)
  .option('--seed <number>', 'propose anew with the seed of an earlier draft')
  .option('--programme <name>', 'which programme, when there are several')
  .action(async (options) => (await import('./pairs/index.ts')).showOrMakeDraft(options))
pairs
  .command('look <number>')
  .description('show a pair of the draft from all sides')
  .option('--programme <name>', 'which programme, when there are several')
  .action(async (number, options) => (await import('./pairs/index.ts')).lookAtPair(number, options))
pairs
  .command('approve [numbers...]')
  .description('approve pairs of the draft')
  .addOption(neededOption('--seen'))
  .option('--all', 'all that are possible', false)
  .option('--programme <name>', 'which programme, when there are several')
  .action(async (numbers, options) => (await import('./pairs/index.ts')).approvePairs(numbers, options))
pairs
  .command('reject <numbers...>')
  .description('reject pairs of the draft')
  .addOption(neededOption('--seen'))
  .addOption(neededOption('--reason'))
  .option('--programme <name>', 'which programme, when there are several')
  .action(async (numbers, options) => (await import('./pairs/index.ts')).rejectPairs(numbers, options))
pairs
  .command('keep <numbers...>')
  .description('keep pairs when the draft is proposed anew')
  .addOption(neededOption('--seen'))
  .option('--stop', 'keep them no longer', false)
  .option('--programme <name>', 'which programme, when there are several')
  .action(async (numbers, options) => (await import('./pairs/index.ts')).keepPairs(numbers, options))
pairs
  .command('swap <email> <other>')
  .description('show what it does that two people change places, and let them with --yes')
  .addOption(neededOption('--seen'))
  .option('--yes', 'let them', false)
  .option('--programme <name>', 'which programme, when there are several')
  .action(async (email, other, options) =>
    (await import('./pairs/index.ts')).swapPeople(email, other, options),
  )
pairs
  .command('undo <emails...>')
  .description('take back decisions about the pairs of these people')
  .addOption(neededOption('--seen'))
  .option('--programme <name>', 'which programme, when there are several')
  .action(async (emails, options) => (await import('./pairs/index.ts')).undoDecisions(emails, options))
pairs
  .command('stop')
  .description('stop the draft that is being made, or approving all of one')
  .option('--programme <name>', 'which programme, when there are several')
  .action(async (options) => (await import('./pairs/index.ts')).stopUnderWay(options))
pairs
  .command('compare [older] [newer]')
  .description('show two drafts beside one another')
  .option('--programme <name>', 'which programme, when there are several')
  .action(async (older, newer, options) =>
    (await import('./pairs/index.ts')).compareDrafts(older, newer, options),
  )
pairs
  .command('audit')
  .description('show what was done about pairs, by whom and when')
  .option('--most <number>', 'how many entries', '50')
  .option('--programme <name>', 'which programme, when there are several')
  .action(async (options) => (await import('./pairs/index.ts')).showAudit(options))

const workspace = program
  .command('workspace')
  .description('work with workspaces')
  .command('add')
  .description('add a workspace')
workspace
  .command('slack')
  .description('add a further Slack workspace of the same app')
  .addOption(neededOption('--token-stdin'))
  .option('--name <name>', 'what lists call it; its own name unless given')
  .action(async ({ name }) => (await import('./workspaces.ts')).addSlackWorkspace(name))
workspace
  .command('teams')
  .description('name a Teams tenant')
  .addOption(neededOption('--name'))
  .addOption(neededOption('--tenant'))
  .action(async ({ name, tenant }) => (await import('./workspaces.ts')).addTeamsWorkspace(name, tenant))

program
  .command('teams')
  .description('work with the Teams app')
  .command('package [file]')
  .description('zip the manifest and icons for upload')
  .action(async (file = 'duologue-teams.zip') => (await import('./teams.ts')).packageTeams(file))

program
  .command('say [words...]')
  .description('type to Duologue as one of the simulated people, and see their chat')
  .addOption(neededOption('--as'))
  .option('--press <label>', 'press the newest button of this label')
  .option('--answer <field=value>', 'fill in the open form; repeat for each field', collect, [])
  .action(async (words, options) => (await import('./simulated/say.ts')).say(words.join(' '), options))

program
  .command('simulate')
  .description('live through a programme with simulated people, and check every promise')
  .option('--months <number>', 'how long', '12')
  .option('--people <file>', 'a CSV list of people instead of the sample')
  .option('--seed <number>', 'what all chance is drawn from', '1')
  .option('--faults', 'let the platforms fail as on a bad day', false)
  .action(async (options) => (await import('./simulate/index.ts')).simulate(options))

endWithReader()
try {
  await program.parseAsync()
} catch (error) {
  if (!(error instanceof DuologueError)) throw error
  complain(`${error.message}\n${error.remedy}`)
  await allSaid()
  process.exit(1)
}
