import { serve } from './serve.ts'
import { bareTeams } from './teams.ts'

serve('Bare botbuilder', bareTeams())
