// verify --backup: the check of a backup's folder.
#pragma once

#include "cli/context.h"

namespace tangthu::cli {

Result<int> verify_backup(Context& context, const std::filesystem::path& repository,
                          double fraction);

}  // namespace tangthu::cli
