namespace Dialtone.Lab.Nodes;

/// <summary>What a load balancer does wrong; as <see cref="RegistrarBehaviour"/>.</summary>
public sealed class LoadBalancerBehaviour
{
    /// <summary>Every member has been taken out: nobody listens.</summary>
    public bool HasNoMembers { get; set; }

    /// <summary>It does not see that a member is dead, and goes on passing connections to it.</summary>
    public bool IsBlind { get; set; }
}
