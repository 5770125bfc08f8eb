/** What the adapter has to be told of a Slack app. One app, with one signing secret, serves every workspace. */
export interface SlackConfig {
  /** Proves that a request comes from Slack. */
  readonly signingSecret: string
  /** `xapp-…`: listens over Socket Mode. Null: Slack calls the product's own port. */
  readonly appToken: string | null
  /** Where the Web API is, such as `https://slack.com/api/`; null is Slack's own. */
  readonly apiUrl: string | null
}
