// The quarantine: a compartment for scans of secrets that nobody has approved yet. No
// clearance holds it that does not name it: one for all compartments neither.
//
// Source: photographing a state secret, as a scan does, takes an approval (Law on
// protection of state secrets; rules/secrecy.toml says by whom).
#pragma once

#include "base/level.h"

namespace tangthu {

inline constexpr const char* kQuarantine = "cach-ly";

bool in_quarantine(const Label& label);
Label into_quarantine(Label label);
Label out_of_quarantine(Label label);

}  // namespace tangthu
