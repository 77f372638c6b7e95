namespace AsyncTick.Dashboard;

/// <summary>How an action went, for the page.</summary>
/// <param name="Done">Whether it did what was asked.</param>
/// <param name="Text">What there is to say, in a line or several.</param>
internal readonly record struct ActionResult(bool Done, string Text);
