import type { HandBack, Platform } from '../../src/core/platform.ts'

/** Sends what was handed back to the person who acted, at once: what the core does through its outbox. */
export const sendingOn =
  (platform: Platform): HandBack =>
  async ({ id, from, conversation }, content) => {
    const to = { type: 'person', workspace: from.workspace, person: from.person, conversation } as const
    await platform.send({ id: `answer:${id}`, to, content, inDoubt: false, urgent: true })
  }
