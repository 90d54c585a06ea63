export {
  planSequence,
  type SequenceCondition,
  type SequenceKey,
  type SequencePart,
  type SequencePlan,
  type SequenceRefusal,
  type SequenceRole,
  type SequenceShape,
} from './plan-sequence.ts'
export { type EventKeys, keysOf, maxKeysOfEvent } from './sequence-keys.ts'
export {
  createSequenceMachine,
  type SequenceHit,
  type SequenceMachine,
  type SequenceMatch,
  type SequenceOptions,
} from './sequence-machine.ts'
