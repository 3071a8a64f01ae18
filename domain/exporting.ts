/** How long the words are in which an export is asked for, as JSON, in UTF-16 code units. §3.15 */
export const LONGEST_QUERY = 32_768;
