#include "archive/destination.h"

#include "archive/outbox.h"
#include "vault/quarantine.h"

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
  return [&session](const Label& label, const std::optional<ScanApproval>& approval)
             -> Result<std::unique_ptr<Draft>> {
    const vault::Profile profile = session.vault().header().profile;
    const bool approved = approval && approval->covers(label.level);
    return std::make_unique<VaultDraft>(TRY(session.write_document(
        approved ? label : vault::unapproved_label(profile, label))));
  };
}

Destination into_bundles(const std::filesystem::path& folder, const vault::Kit& kit,
                         const vault::SigningKey& station) {
  // What a station says of approvals nobody can check there.
  return [folder, &kit, &station](
             const Label& label,
             const std::optional<ScanApproval>&) -> Result<std::unique_ptr<Draft>> {
    const Label quarantined = into_quarantine(label);
    const bool waits = !kit.label(label) && kit.label(quarantined);
    return std::make_unique<BundleDraft>(
        TRY(vault::BundleWriter::create(folder, kit, waits ? quarantined : label)),
        station);
  };
}

HasArrived arrived_in_vault(vault::Session& session) {
  return [&session](const DocumentId& id) -> Result<bool> {
    return TRY(vault::find_receipt(session.vault().barrier(), id)).has_value();
  };
}

HasArrived arrived_in_bundles(const std::filesystem::path& folder) {
  return [folder](const DocumentId& id) { return sealed_in(folder, id); };
}

}  // namespace tangthu::archive
