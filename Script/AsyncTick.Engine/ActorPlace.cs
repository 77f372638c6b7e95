namespace AsyncTick.Engine;

/// <summary>Where an actor stands: centimetres and degrees, in the axes of the world.</summary>
/// <param name="X">Forward, in centimetres.</param>
/// <param name="Y">Right, in centimetres.</param>
/// <param name="Z">Up, in centimetres.</param>
/// <param name="Pitch">Nose up, in degrees.</param>
/// <param name="Yaw">Turned right, in degrees.</param>
/// <param name="Roll">Tilted right, in degrees.</param>
public readonly record struct ActorPlace(double X, double Y, double Z, double Pitch = 0, double Yaw = 0, double Roll = 0);
