// What search knows of a document, made of its texts and its record.
#pragma once

#include <string>
#include <vector>

#include "archive/record.h"

namespace tangthu::archive {

// `texts`: of the pages, in order. The bytes of a packet (indexer/packet.h).
Bytes search_packet(std::vector<std::string> texts, const Record& record);

}  // namespace tangthu::archive
