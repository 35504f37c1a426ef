// A peer whose machine or link is gone says nothing, not even that it is gone. Sockets are told to
// ask, so that a connection that is open at one end only does not hold a transfer for minutes.
#pragma once

#include "value/instant.h"

namespace comity::net {

/// The connection fails once the peer's system has confirmed nothing for about `span`: neither what
/// was sent to it nor, where nothing was, that it is still there. A peer that is slow to answer is
/// not concerned as long as its system confirms; one that does not read for that long is.
void notice_silence(int socket, value::Duration span);

}  // namespace comity::net
