// A bundle: a submission with its bodies, as a file that a station hands in.
//
//   magic "tangthu bundle1\n" ‖ vault id (16) ‖ bodies, one after the other ‖ sealed
//   statement ‖ u64 size of all bodies ‖ u32 size of the sealed statement
//   sealed statement = seal_to(the vault's intake key, u32 count × u32 body, in the order
//                      of the file ‖ statement (vault/submission.h), "tangthu bundle v1"
//                      ‖ vault id)
//
// Whoever finds the file learns how large it is and for which vault; not the level, the
// number of pages or whose it is. The statement comes last, so that a station writes
// while it scans, in memory that does not grow.
//
// Bundles are at most kMaxBundleBytes.
#pragma once

#include <filesystem>

#include "base/descriptor.h"
#include "vault/station.h"
#include "vault/vault.h"

namespace tangthu::vault {

inline constexpr std::size_t kMaxStatementBytes = 80 << 20;
inline constexpr std::uint64_t kMaxBundleBytes = std::uint64_t{64} << 30;

// Where a finished bundle of this document lies: ID.bundle.
std::filesystem::path bundle_path(const std::filesystem::path& folder,
                                  const DocumentId& id);

// Thread rule: one thread at a time. A bundle that was not finished leaves no file.
class BundleWriter {
 public:
  // Makes the document's bundle in the folder. kStorage when it can't be written;
  // kNotFound when the kit lacks the label.
  static Result<std::unique_ptr<BundleWriter>> create(const std::filesystem::path& folder,
                                                      const Kit& kit, const Label& label);
  ~BundleWriter();

  SubmissionWriter& document() { return *writer_; }
  const std::filesystem::path& file() const { return file_; }
  // On disk, whole, when this returns.
  Result<DocumentId> finish(const SigningKey& station);

 private:
  BundleWriter(const std::filesystem::path& folder, const Kit& kit,
               const LabelKey& label);
  Result<void> write(ByteView bytes);

  std::filesystem::path file_;
  std::filesystem::path unfinished_;
  VaultId vault_;
  PublicKey intake_key_;
  Descriptor out_;
  std::uint64_t body_bytes_ = 0;
  std::vector<std::uint32_t> bodies_;  // in the order in which they were written
  std::unique_ptr<SubmissionWriter> writer_;
};

// Takes a bundle in: signature by a known station, label, sizes and every root are
// checked; what is damaged changes nothing. kBadInput names what is wrong;
// kAuthentication when the station is unknown or disabled. The same bundle again gets the
// receipt that it had.
Result<Receipt> accept_bundle(Vault& vault, const std::filesystem::path& file);

}  // namespace tangthu::vault
