import { z } from 'zod';

const probability = z.number().min(0).max(1);

/** `model` of config/bot.yaml: when a model behind an endpoint is asked, how much it counts, and what it may cost. */
export const ModelPolicy = z
  .strictObject({
    ask: z
      .strictObject({
        /** Asked where the local reading is less sure of the intent than this. */
        confidence: probability.default(0.75),
        /** Asked where the best department is less than this ahead of the second. */
        margin: probability.default(0.25),
        /** Asked too where a field is missing: enterprise, place, summary. */
        fields: z.boolean().default(true),
      })
      .prefault({}),
    /** The model's share when two readings are pooled. Never so much that it stands alone. */
    weight: z.number().min(0).max(0.8).default(0.5),
    /** A department to which the local ears give less is none the model can talk us into. */
    least: z.number().min(0.01).max(1).default(0.1),
    /** Of one day (Asia/Shanghai), all workers together. */
    daily: z
      .strictObject({
        calls: z.int().min(0).max(1_000_000).default(2000),
        tokens: z.int().min(0).max(2_000_000_000).default(5_000_000),
      })
      .prefault({}),
    /** Yuan for a million tokens; null: nobody has said, and no cost is told. */
    price: z.number().min(0).max(100_000).nullable().default(null),
    breaker: z
      .strictObject({
        /** So many failures or time-outs in a row, and it is left alone… */
        failures: z.int().min(1).max(1000).default(5),
        /** …for so long; then one message tries whether it is back. */
        pauseSeconds: z.int().min(1).max(86_400).default(120),
      })
      .prefault({}),
  })
  .prefault({});
export type ModelPolicy = z.infer<typeof ModelPolicy>;
