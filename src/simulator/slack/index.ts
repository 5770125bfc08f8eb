export { slackDoor } from './door.ts'
export { createSlackRequests, type Forgery, SLACK_DEADLINE_MS, type SlackRequests } from './requests.ts'
export { createSlackServer, isSlackPath } from './server.ts'
export { createSlackState, type SlackState } from './state.ts'
