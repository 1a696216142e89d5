"""What comes of a task, with Dask's errors as ours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from producer.errors import ClusterUnavailable, ProducerError

if TYPE_CHECKING:
    from distributed import Future


def came(future: Future[Any], address: str) -> Any:
    """What came of a task on the cluster at `address`; waits for it."""
    from distributed import KilledWorker
    from distributed.client import FutureCancelledError

    try:
        return future.result()
    except KilledWorker as error:
        raise ProducerError(
            "workers of the cluster ended again and again in the middle of the same task",
            advice="They may lack memory: see what their logs say. What was finished is kept: run "
            "the same command again, maybe without --cluster",
        ) from error
    except ModuleNotFoundError as error:
        raise ProducerError(
            f"a worker of the cluster has no {error.name}",
            advice="Install the same version there as here, with its extra 'cluster'",
        ) from error
    except (FutureCancelledError, OSError, TimeoutError) as error:
        raise ClusterUnavailable(address, "the connection was lost") from error
