import { platformId } from '../hash.ts'
import type { PlatformAnswer } from '../http.ts'
import { list, record, text } from '../json.ts'
import { channelOf } from './chat.ts'
import { fine, type Method, refused } from './method.ts'
import { postAsBot, type SlackFile, type SlackState } from './state.ts'

/** How much of an uploaded file is kept to be looked at. */
const KEPT_CHARACTERS = 64 * 1024

const getUploadUrl: Method = ({ state, workspace, args }) => {
  const name = text(args['filename'])
  const size = Number(args['length'])
  if (name === '') return refused('missing_argument')
  if (!Number.isInteger(size) || size <= 0) return refused('invalid_arguments')
  const id = platformId('F', workspace.id, state.count(workspace.id, 'file'))
  state.files.set(id, {
    id,
    workspace: workspace.id,
    name,
    title: name,
    size,
    excerpt: '',
    uploaded: false,
  })
  return fine({ upload_url: `${state.origin}/upload/v1/${id}`, file_id: id })
}

/** Takes the bytes that were announced. */
export function receiveUpload(state: SlackState, path: string, body: Buffer): PlatformAnswer {
  const file = state.files.get(path.slice(path.lastIndexOf('/') + 1))
  if (!file) return { status: 404, body: 'file_not_found' }
  if (!body.includes(Buffer.from('form-data')) && body.length !== file.size) {
    return { status: 400, body: 'size_mismatch' }
  }
  file.excerpt = body.toString('utf8').slice(0, KEPT_CHARACTERS)
  file.uploaded = true
  return { status: 200, body: `OK - ${body.length}` }
}

const completeUpload: Method = (call) => {
  const { state, workspace, args } = call
  const files: SlackFile[] = []
  for (const entry of list(args['files'])) {
    const { id, title } = record(entry)
    const file = state.files.get(text(id))
    if (!file?.uploaded || file.workspace !== workspace.id) return refused('file_not_found')
    if (text(title) !== '') file.title = text(title)
    files.push(file)
  }
  if (files.length === 0) return refused('invalid_arguments')
  const told = files.map(({ id, name, title, size }) => ({ id, name, title, size }))
  const channel = text(args['channel_id']) || text(args['channels']).split(',')[0]
  if (channel) {
    const conversation = channelOf({ ...call, args: { channel } })
    if (!conversation) return refused('channel_not_found')
    const content = { text: text(args['initial_comment']), files: told }
    postAsBot(state, workspace, conversation, content, { onlyFor: null, via: 'api' })
  }
  return fine({ files: told })
}

export const FILE_METHODS: Readonly<Record<string, Method>> = {
  'files.getUploadURLExternal': getUploadUrl,
  'files.completeUploadExternal': completeUpload,
}
