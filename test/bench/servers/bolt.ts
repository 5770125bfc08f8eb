import { serve } from './serve.ts'
import { bareSlack } from './slack.ts'

serve('Bare Bolt', bareSlack(async () => {}).requestListener)
