namespace Dialtone.Core.SignIn;

/// <summary>What came of looking at the signature of a server's message.</summary>
/// <param name="Fault">What is wrong; <c>null</c> where nothing is, or where there is nothing to be signed by.</param>
/// <param name="By">The association that it was signed with, and an answer is; <c>null</c> without one.</param>
internal readonly record struct SignatureVerdict(SignatureFault? Fault, SecurityAssociation? By);
