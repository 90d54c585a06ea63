import type { FunctionFamily } from './family.ts'

export const json: FunctionFamily = {
  names:
    'json json_append json_array json_array_to_mv json_delete json_entries json_extend json_extract json_extract_exact json_has_key_exact json_keys json_object json_set json_set_exact json_valid mv_to_json_array'.split(
      ' ',
    ),
  computed: {},
}
