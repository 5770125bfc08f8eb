export { embeddedEngine } from './embedded.ts'
