import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { Conflict } from '../core/errors.ts'
import type { Survey } from '../core/model.ts'
import type { Reader, Writes } from '../core/store.ts'
import type { Db } from './client.ts'
import type { Prisma } from './generated/client.ts'
import { toDate, toInstant } from './values.ts'
import type { Place, Vault } from './vault.ts'

const draftPlace = (surveyId: string, participantId: string): Place => ({
  table: 'SurveyDraft',
  column: 'answers',
  row: `${surveyId} ${participantId}`,
})

const responsePlace = (id: string): Place => ({ table: 'SurveyResponse', column: 'answers', row: id })

const draftShape = z.record(z.string(), z.union([z.string(), z.array(z.string())]))
const answersShape = z.record(z.string(), z.string())

const toSurvey = (row: Prisma.SurveyGetPayload<object>): Survey => ({
  id: row.id,
  programmeId: row.programmeId,
  kind: row.kind,
  anonymous: row.anonymous,
  opensAt: toInstant(row.opensAt),
  closesAt: toInstant(row.closesAt),
})

export const surveysReader = (db: Db, vault: Vault): Reader['surveys'] => ({
  byId: async (id) => {
    const row = await db.survey.findUnique({ where: { id } })
    return row && toSurvey(row)
  },
  of: async (programmeId) => {
    const rows = await db.survey.findMany({
      where: { programmeId },
      orderBy: [{ opensAt: 'asc' }, { id: 'asc' }],
    })
    return rows.map(toSurvey)
  },
  taken: async (surveyId, participantId) => {
    const key = { surveyId, participantId }
    return (await db.surveyTaken.findUnique({ where: { surveyId_participantId: key } })) !== null
  },
  begun: async (surveyId, participantId) => {
    const key = { surveyId, participantId }
    const row = await db.surveyDraft.findUnique({ where: { surveyId_participantId: key } })
    return row && draftShape.parse(JSON.parse(vault.open(row.answers, draftPlace(surveyId, participantId))))
  },
  responses: async (surveyId) => {
    const rows = await db.surveyResponse.findMany({ where: { surveyId }, orderBy: { id: 'asc' } })
    return rows.map((row) => ({
      surveyId,
      side: row.side,
      participantId: row.participantId,
      pseudonym: row.pseudonym,
      answers: answersShape.parse(JSON.parse(vault.open(row.answers, responsePlace(row.id)))),
    }))
  },
})

export const surveysWrites = (db: Db, vault: Vault): Writes['surveys'] => ({
  open: async (survey) => {
    await db.survey.create({
      data: {
        id: survey.id,
        programmeId: survey.programmeId,
        kind: survey.kind,
        anonymous: survey.anonymous,
        opensAt: toDate(survey.opensAt),
        closesAt: toDate(survey.closesAt),
      },
    })
  },
  keep: async (surveyId, participantId, given) => {
    const key = { surveyId, participantId }
    const answers = vault.seal(JSON.stringify(given), draftPlace(surveyId, participantId))
    await db.surveyDraft.upsert({
      where: { surveyId_participantId: key },
      create: { ...key, answers },
      update: { answers },
    })
  },
  submit: async (surveyId, participantId, side, given) => {
    const key = { surveyId, participantId }
    if (await db.surveyTaken.findUnique({ where: { surveyId_participantId: key } }))
      throw new Conflict('survey')
    const survey = await db.survey.findUniqueOrThrow({ where: { id: surveyId } })
    await db.surveyTaken.create({ data: key })
    const id = randomUUID()
    await db.surveyResponse.create({
      data: {
        id,
        surveyId,
        side,
        participantId: survey.anonymous ? null : participantId,
        // Next to a name, the pseudonym would say who gave the anonymous answers that carry it.
        pseudonym: survey.anonymous ? vault.pseudonym(survey.programmeId, participantId) : participantId,
        answers: vault.seal(JSON.stringify(given), responsePlace(id)),
      },
    })
    await db.surveyDraft.deleteMany({ where: key })
  },
})
