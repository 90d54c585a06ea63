import { findElasticDataset } from './elastic-dataset.ts'
import { findEventTypeByKey } from './event-type.ts'
import { type EventShape, ofType, type RecognisedEvent } from './recognised-event.ts'

/** Events in the Elastic Common Schema: its categories and types, or the data set they came from. */
export function recogniseEcsEvent(shape: EventShape): RecognisedEvent | undefined {
  return recogniseDataset(shape) ?? recogniseCategory(shape)
}

function recogniseDataset(shape: EventShape): RecognisedEvent | undefined {
  const [name] = [...shape.words('event.dataset'), ...shape.words('data_stream.dataset')]
  if (name === undefined) return undefined
  const dataset = findElasticDataset(name)
  if (dataset === undefined) return undefined
  const { product, service, categories = [], key } = dataset
  const membership = {
    products: product === undefined ? [] : [product],
    services: service === undefined ? [] : [service],
    categories: categories.map(category => ({ name: category })),
  }
  const type = key === undefined ? undefined : findEventTypeByKey(key)
  return type === undefined
    ? { platform: product ?? 'any', ...membership }
    : ofType(type, membership)
}

function recogniseCategory(shape: EventShape): RecognisedEvent | undefined {
  const category = findCategory(shape)
  if (category === undefined) return undefined
  const { kind, names } = category
  const product = productOf(shape)
  const membership = {
    products: product === undefined ? [] : [product],
    services: [],
    categories: names.map(name => ({ name })),
  }
  const type = findEventTypeByKey(`ecs/ecs/Elastic Common Schema/${kind}`)
  const platform = product ?? 'any'
  return type === undefined
    ? { platform, ...membership }
    : { ...ofType(type, membership), platform }
}

interface EcsCategory {
  /** The event type of the catalogue, which knows the names of the fields. */
  readonly kind: string
  /** The Sigma categories; may be empty for events that no category means. */
  readonly names: readonly string[]
}

function findCategory(shape: EventShape): EcsCategory | undefined {
  const categories = shape.words('event.category')
  const types = new Set(shape.words('event.type'))
  const [action = ''] = shape.words('event.action')
  if (shape.has('dns.question.name')) return { kind: 'dns', names: ['dns_query', 'dns'] }
  if (categories.includes('process')) {
    if (types.has('start')) return { kind: 'process', names: ['process_creation'] }
    return { kind: 'process', names: types.has('end') ? ['process_termination'] : [] }
  }
  if (categories.includes('library')) return { kind: 'library', names: ['image_load'] }
  if (categories.includes('driver')) return { kind: 'library', names: ['driver_load'] }
  if (categories.includes('registry')) {
    const names = ['registry_event']
    if (types.has('creation')) names.push('registry_add')
    if (types.has('change')) names.push('registry_set')
    if (types.has('deletion')) names.push('registry_delete')
    return { kind: 'registry', names }
  }
  if (categories.includes('file')) {
    if (types.has('deletion')) return { kind: 'file', names: ['file_delete'] }
    if (action.includes('rename')) return { kind: 'file', names: ['file_rename'] }
    if (action.includes('open')) return { kind: 'file', names: ['file_access'] }
    const isWritten = types.has('creation') || action === 'overwrite' || action === 'modification'
    return { kind: 'file', names: isWritten ? ['file_event'] : [] }
  }
  if (categories.includes('network')) {
    const isConnection = types.has('connection') || types.has('start')
    return { kind: 'network', names: isConnection ? ['network_connection'] : [] }
  }
  if (categories.includes('authentication')) return { kind: 'any', names: ['authentication'] }
  return undefined
}

function productOf({ words }: EventShape): string | undefined {
  const [os] = [...words('host.os.type'), ...words('host.os.family'), ...words('host.os.platform')]
  switch (os) {
    case undefined:
      return undefined
    case 'windows':
    case 'macos':
    case 'linux':
      return os
    case 'darwin':
      return 'macos'
    case 'debian':
    case 'redhat':
    case 'ubuntu':
    case 'centos':
    case 'fedora':
    case 'suse':
    case 'rhel':
    case 'amzn':
      return 'linux'
    default:
      return undefined
  }
}
