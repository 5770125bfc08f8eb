export { teamsDoor } from './door.ts'
export { createTeamsRequests, TEAMS_DEADLINE_MS, type TeamsRequests } from './requests.ts'
export { createTeamsServer, isTeamsPath, teamsUrls } from './server.ts'
export { createTeamsState, type TeamsState } from './state.ts'
