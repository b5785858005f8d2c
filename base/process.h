// What every tangthu program does first.
#pragma once

#include <filesystem>

namespace tangthu {

// No core dumps, no ptrace by other processes of the user: a crash leaves no plaintext.
void harden_process();

// The folder of the running program, where its helper programs lie.
std::filesystem::path program_folder();

}  // namespace tangthu
