export { teamsDoor } from './door.ts'
export { createTeamsRequests, TEAMS_DEADLINE_MS } from './requests.ts'
export { createTeamsServer, isTeamsPath, teamsUrls } from './server.ts'
export { createTeamsState } from './state.ts'
