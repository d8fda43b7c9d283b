using Dialtone.Core.Net;

namespace Dialtone.Lab.Nodes;

/// <summary>A REGISTER that is answered once the host has made a step of its handshake.</summary>
/// <param name="Connection">Over which it came.</param>
/// <param name="Message">The whole of it.</param>
/// <param name="Association">Whose handshake that is; <c>null</c> where there is none before its end.</param>
internal sealed record WaitingRegister(FlowId Connection, byte[] Message, SecurityAssociation? Association);
