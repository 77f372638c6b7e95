using UnrealSharp.UnrealSharpCore;

namespace UnrealSharp.StandIn;

public sealed partial class SimulatedEngine
{
    /// <summary>Runs an async Blueprint node; the end of play in the editor cancels it.</summary>
    internal void RunNode(UCSCancellableAsyncAction node)
    {
        CallManaged(node, node.Activate);
        PlaySessionEnds += CancelIt;

        void CancelIt()
        {
            PlaySessionEnds -= CancelIt;
            if (!node.IsDestroyed)
            {
                CallManaged(node, node.Cancel);
            }
        }
    }
}
