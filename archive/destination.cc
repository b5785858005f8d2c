#include "archive/destination.h"

namespace tangthu::archive {
namespace {

class VaultDraft : public Draft {
 public:
  explicit VaultDraft(vault::DocumentWriter writer) : writer_(std::move(writer)) {}
  vault::SubmissionWriter& document() override { return writer_.document(); }
  Result<void> commit() override {
    TRY(writer_.commit());
    return {};
  }

 private:
  vault::DocumentWriter writer_;
};

class BundleDraft : public Draft {
 public:
  BundleDraft(std::unique_ptr<vault::BundleWriter> writer,
              const vault::SigningKey& station)
      : writer_(std::move(writer)), station_(station) {}
  vault::SubmissionWriter& document() override { return writer_->document(); }
  Result<void> commit() override {
    TRY(writer_->finish(station_));
    return {};
  }

 private:
  std::unique_ptr<vault::BundleWriter> writer_;
  const vault::SigningKey& station_;
};

}  // namespace

Destination into_vault(vault::Session& session) {
  return [&session](const Label& label) -> Result<std::unique_ptr<Draft>> {
    return std::make_unique<VaultDraft>(TRY(session.write_document(label)));
  };
}

Destination into_bundles(const std::filesystem::path& folder, const vault::Kit& kit,
                         const vault::SigningKey& station) {
  return [folder, &kit, &station](const Label& label) -> Result<std::unique_ptr<Draft>> {
    return std::make_unique<BundleDraft>(
        TRY(vault::BundleWriter::create(folder, kit, label)), station);
  };
}

HasArrived arrived_in_vault(vault::Session& session) {
  return [&session](const DocumentId& id) -> Result<bool> {
    return TRY(vault::find_receipt(session.vault().barrier(), id)).has_value();
  };
}

HasArrived arrived_in_bundles(const std::filesystem::path& folder) {
  return [folder](const DocumentId& id) -> Result<bool> {
    std::error_code error;
    return std::filesystem::exists(vault::bundle_path(folder, id), error);
  };
}

}  // namespace tangthu::archive
