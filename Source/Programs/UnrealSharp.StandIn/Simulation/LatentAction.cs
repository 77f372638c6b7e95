namespace UnrealSharp.StandIn;

/// <summary>What a latent function has begun. It belongs to the object that it will call, and ends without a word when that is gone.</summary>
internal abstract class LatentAction
{
    /// <summary>Goes on by one frame of the game. Whether it is done.</summary>
    public abstract bool Update(double deltaSeconds);

    /// <summary>Its object is gone, or it is done.</summary>
    public virtual void Removed()
    {
    }
}
