// What an S3 service means by an answer that is not the one that was hoped for.
#pragma once

#include "store/s3_transfer.h"
#include "value/instant.h"
#include "value/result.h"

#include <string>

namespace comity::store {

/// The service's own trouble, which may pass: worth another attempt.
bool s3_passing(const HttpAnswer& answer);

/// The code for a final answer, the detail with `what` was asked, the status and the service's own
/// word; nothing else of the answer, which may repeat what was signed. STORE-03, 16, 17, 18,
/// 21, 24.
value::Failure s3_refusal(const HttpAnswer& answer, const std::string& what, value::Instant now);

}  // namespace comity::store
